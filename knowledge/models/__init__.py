from knowledge.models.articles import Article, Reading, Version

__all__ = ["Article", "Reading", "Version"]
