"""What is talked about: how much, in what tone, and whose words it is made of."""
