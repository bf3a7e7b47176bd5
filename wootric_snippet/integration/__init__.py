"""What all frameworks have in common: configuration, the tag, events, endpoints, cache control."""
