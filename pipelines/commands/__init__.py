"""What each command does; every module imports heavy packages only when it must."""
