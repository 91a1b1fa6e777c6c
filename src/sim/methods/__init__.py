"""What studies share: designs, targets, claims, paired differences, scores, and how a study is told."""
