"""Small real sites with the packages that people have beside this one, over HTTP."""
