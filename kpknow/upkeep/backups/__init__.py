"""One encrypted file that holds the site, what was taken back kept beside it, and the way back from both."""
