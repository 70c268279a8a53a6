#!/usr/bin/env python3
"""Makes synthetic tissue, drifted and folded, and scores it with the drift taken out by OpenCV and scikit-image.

Writes truth.png, drifted.png, folded.png (256 x 224, 8 bit) and expected.json beside itself. The estimator is another
one than that of the library: DIS optical flow, NumPy's least squares, OpenCV's cubic. Needs python3-opencv (4.6),
python3-skimage (0.19), python3-scipy.
"""
import json, os
import cv2, numpy as np
from scipy.spatial import cKDTree
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

here = os.path.dirname(os.path.abspath(__file__))
W, H, M = 256, 224, 24
rng = np.random.default_rng(5)


def tissue(margin):
    """Cells with dark membranes around random seeds, and grain; defined beyond the border."""
    y, x = np.mgrid[-margin:H + margin, -margin:W + margin].astype(np.float64)
    seeds = rng.uniform(-margin, max(W, H) + margin, (160, 2))
    d, i = cKDTree(seeds).query(np.stack([x.ravel(), y.ravel()], 1), k=2)
    gap = (d[:, 1] - d[:, 0]).reshape(x.shape)
    body = rng.uniform(120, 190, len(seeds))[i[:, 0]].reshape(x.shape)
    grain = cv2.GaussianBlur(rng.normal(0, 1, x.shape), (0, 0), 1.5)
    return np.clip(body * (1 - .75 * np.exp(-(gap / 4) ** 2)) + 60 * grain, 0, 255)


score = lambda p, g: [float(peak_signal_noise_ratio(g, p, data_range=255)), float(structural_similarity(
    g, p, data_range=255, gaussian_weights=True, sigma=1.5, use_sample_covariance=False))]
dis = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)


def drift_free(p, g):
    gx, gy = np.meshgrid(np.arange(W, dtype=np.float32), np.arange(H, dtype=np.float32))
    X, Y = gx / W - .5, gy / H - .5
    full = np.stack([t.ravel() for t in (np.ones_like(X), X, Y, X * X, X * Y, Y * Y)], 1)
    part = full[::7]
    F, q = np.zeros((H, W, 2), np.float32), p
    for _ in range(4):
        f = dis.calc(g, q, None).reshape(-1, 2)[::7]
        w = np.ones(len(part))
        for _ in range(8):
            co = np.linalg.lstsq(part * w[:, None], f * w[:, None], rcond=None)[0]
            w = 1 / (1 + ((f - part @ co) ** 2).sum(1))
        F += (full @ co).reshape(H, W, 2).astype(np.float32)
        q = cv2.remap(p, gx + F[..., 0], gy + F[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return q


m = 60
big = tissue(m).astype(np.float32)
gx, gy = np.meshgrid(np.arange(W, dtype=np.float32), np.arange(H, dtype=np.float32))
X, Y = gx / W - .5, gy / H - .5
noisy = lambda a: np.clip(np.rint(a + rng.normal(0, 4, a.shape)), 0, 255).astype(np.uint8)
sample = lambda u, v: cv2.remap(big, (gx + m + u).astype(np.float32), (gy + m + v).astype(np.float32), cv2.INTER_CUBIC)
truth = noisy(sample(0 * gx, 0 * gy))
u = 3.2 + 4 * X - 5 * Y + 6 * X * X - 3 * X * Y + 2 * Y * Y
v = -2.1 + 3 * X + 4 * Y - 4 * X * X + 5 * X * Y - 3 * Y * Y
drifted = noisy(sample(u, v))
d = (gx - 140 + .3 * (gy - 110)) / np.hypot(1, .3)
pull = np.sign(d) * 9 * np.exp(-np.abs(d) / 30)
folded = sample(u + pull / np.hypot(1, .3), v + pull * .3 / np.hypot(1, .3))
folded[np.abs(d) < 5] = 20
folded = noisy(folded)
expected = {}
for name, p in (('drifted', drifted), ('folded', folded)):
    cv2.imwrite(f'{here}/{name}.png', p)
    free = score(drift_free(p, truth)[M:-M, M:-M], truth[M:-M, M:-M])
    expected[name] = dict(zip(('psnr', 'ssim', 'driftFreePsnr', 'driftFreeSsim'), score(p, truth) + free))
expected['drifted']['meanDrift'] = float(np.hypot(u, v).mean())
cv2.imwrite(f'{here}/truth.png', truth)
json.dump(expected, open(f'{here}/expected.json', 'w'), indent=1)
print(json.dumps(expected, indent=1))
