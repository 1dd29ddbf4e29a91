"""Questions readers' pages ask of what was learned: each a fixed number of queries, each answered for one reader."""
