"""Reports that are kept: what they are made of, their page, their files, and the letters they go out with."""
