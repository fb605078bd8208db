"""translate: catalogs for translators, the files they take away and bring back, and how far they are.

catalog ──► exchange ──► xliff, word, comma      article.md + en.po ──► a file ──► en.po
   │
   ├──► status                                   how far each language is, as a page
   └──► adopt                                    an English text that exists already
"""
