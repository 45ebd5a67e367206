"""What Familiar is: the words of the domain, the ports to the outside, and the conversation on top of them."""
