"""Pure equations, one mechanism a file: arrays in, arrays out; no Mesa, no files, no clock on the wall."""
