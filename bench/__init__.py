"""Speed, measured as ratios in one run on one machine: what was wanted and what was seen."""
