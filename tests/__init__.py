"""What must hold: behaviour, data, claims about sockets, the built site."""
