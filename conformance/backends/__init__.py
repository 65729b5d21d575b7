"""The adapters that come with convspec, one file each."""
