"""The methods that are compared, one module for each library, so that a worker loads no other."""
