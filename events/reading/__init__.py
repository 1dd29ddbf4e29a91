"""Questions readers' pages ask of what happened: each a fixed number of queries, each answered for one reader."""
