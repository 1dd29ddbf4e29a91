"""What was withdrawn leaves the files themselves: rows, copies, history, index, pictures, pages of the database."""
