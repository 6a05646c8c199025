"""Types of IF-RLVR's training set (Pyatkin et al. 2025, https://arxiv.org/abs/2507.02833), in adhere's reading."""
