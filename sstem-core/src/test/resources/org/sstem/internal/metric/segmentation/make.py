"""Scores of a segmentation in 2-D and, linked over five sections, in 3-D: expected.json.

Needs scikit-image (0.19.3 was used). The labels are formulas, which SectionLabelsTest repeats; the scores are
skimage.metrics.variation_of_information and adapted_rand_error, true label 0 ignored; pieces are those of
skimage.measure.label. Linking is written here once more, with matrices.
"""

import json

import numpy as np
from skimage.measure import label
from skimage.metrics import adapted_rand_error, variation_of_information

z, y, x = np.mgrid[0:5, 0:20, 0:24]
truth = 1 + (x + 2 * z) // 7 + 10 * ((y + z) // 6)
truth[(x + 2 * z) % 7 == 0] = 0
found = 1 + (x + 3 * z + 1) // 9 % 3 + 10 * ((y + x // 4) // 8)
found[(x + y + z) % 11 == 0] = 0


def scores(a, b):
    split, merge = variation_of_information(a, b, ignore_labels=(0,))
    return {"split": split, "merge": merge, "arand": adapted_rand_error(a, b, ignore_labels=(0,))[0]}


def linked(sections):
    volume = [label(sections[0], background=0, connectivity=1)]
    most = volume[0].max()
    for section in sections[1:]:
        after = label(section, background=0, connectivity=1)
        before = volume[-1]
        shared = np.zeros((most + 1, after.max() + 1), int)
        np.add.at(shared, (before.ravel(), after.ravel()), 1)
        shared[0], shared[:, 0] = 0, 0
        names = np.zeros(after.max() + 1, int)
        for b in range(1, after.max() + 1):
            a = shared[:, b].argmax()
            if shared[a, b] > 0 and shared[a].argmax() == b:
                names[b] = a
            else:
                most += 1
                names[b] = most
        volume.append(names[after])
    return np.stack(volume)


pieces = label(found[2], background=0, connectivity=1)
json.dump({
    "plane": scores(truth[2], found[2]),
    "pieces": {"count": int(pieces.max()), **scores(label(truth[2], background=0, connectivity=1), pieces)},
    "volume": scores(truth, found),
    "linked": {"count": int(linked(found).max()), **scores(truth, linked(found))},
}, open("expected.json", "w"), indent=1)
