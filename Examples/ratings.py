"""Writes ratings.csv, a synthetic table of ratings: `python3 Examples/ratings.py > Examples/ratings.csv`.

Sixty users and forty items have two hidden traits each; a rating is 3 plus the product of the traits plus
noise, rounded to a half and kept within 1 to 5. Each user rates ten items. All numbers come from one linear
congruential generator, so that every Python writes the same bytes.
"""

state = 20240607


def uniform():
    """A number from 0 to 1, by Knuth's MMIX generator."""
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 11) / 2**53


def normal():
    """A nearly normal number: twelve uniform ones, summed."""
    return sum(uniform() for _ in range(12)) - 6


users = [[normal(), normal()] for _ in range(60)]
items = [[normal(), normal()] for _ in range(40)]
print("user,item,rating")
for i, user in enumerate(users):
    chosen = list(range(40))
    for k in range(10):
        other = k + int(uniform() * (40 - k))
        chosen[k], chosen[other] = chosen[other], chosen[k]
    for j in sorted(chosen[:10]):
        value = 3 + sum(u * v for u, v in zip(user, items[j])) + 0.3 * normal()
        print(f"u{i:02},i{j:02},{min(5, max(1, round(2 * value) / 2))}")
