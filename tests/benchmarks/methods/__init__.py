"""The compared methods, one module per library, so that a worker loads only one."""
