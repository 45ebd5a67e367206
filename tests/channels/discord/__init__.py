"""Discord: behaviours on SimCord, and the whole of it on a fake Discord of our own over real sockets."""
