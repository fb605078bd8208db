"""How time and memory grow with an article: a page of a long one is to cost what one of a short one does."""
