"""Writes the checkpoints beside this file with PyTorch (1.13 made those that are kept). Not part of the build.

Every parameter holds, by its place p among the parameters and i among its values, ((31 p + 7 i) mod 64 - 32) / 64.
"""
import os
import torch
from torch import nn


def block(*layers):
    return nn.Sequential(*layers)


def conv(i, o):
    return [nn.Conv2d(i, o, 3, padding=1), nn.BatchNorm2d(o), nn.ReLU()]


def up(i, o):
    return [nn.ConvTranspose2d(i, o, 3, stride=2, padding=1, output_padding=1), nn.BatchNorm2d(o), nn.ReLU()]


class FoldFusion(nn.Module):
    """The published fusion of folds, as narrow as can be."""

    def __init__(self):
        super().__init__()
        self.conv_encode1 = block(*conv(6, 2), *conv(2, 2))
        self.conv_encode2 = block(*conv(2, 2), *conv(2, 2))
        self.conv_encode3 = block(*conv(2, 2), *conv(2, 2))
        self.bottleneck = block(*conv(2, 2), *conv(2, 2), *up(2, 2))
        self.conv_decode3 = block(*conv(4, 2), *conv(2, 2), *up(2, 2))
        self.conv_decode2 = block(*conv(4, 2), *conv(2, 2), *up(2, 2))
        self.final_layer = block(*conv(4, 2), *conv(2, 1))


def filled():
    network = FoldFusion()
    state = [v for k, v in network.state_dict().items() if 'num_batches' not in k]
    for p, values in enumerate(state):
        i = torch.arange(values.numel())
        values.copy_((((31 * p + 7 * i) % 64 - 32) / 64).reshape(values.shape))
    return network


here = os.path.dirname(os.path.abspath(__file__))
save = lambda what, name, **options: torch.save(what, os.path.join(here, name), **options)
network = filled()
save(network.state_dict(), 'plain.pth')
adam = torch.optim.Adam(network.parameters(), lr=0.0)
sum((p ** 2).sum() for p in network.parameters()).backward()
adam.step()
parallel = nn.DataParallel(network)
save({'epoch': 3, 'loss': 0.25, 'best': None, 'network': parallel.state_dict(), 'optimizer': adam.state_dict(),
      'options': {'name': 'fusion', 'sizes': [1, 2], 'amp': False}}, 'training.pth')
save({k: v.half() if v.is_floating_point() else v for k, v in network.state_dict().items()}, 'half.pth')
save({k: v.double() if v.is_floating_point() else v for k, v in network.state_dict().items()}, 'double.pth')
# Views that begin elsewhere and run the other way round.
views = {}
for k, v in network.state_dict().items():
    if v.dim() == 4:
        views[k] = torch.cat([torch.zeros_like(v), v]).permute(3, 2, 1, 0).contiguous().permute(3, 2, 1, 0)[v.shape[0]:]
    else:
        views[k] = v
save(views, 'views.pth')
save(network, 'module.pth')
save(network.state_dict(), 'legacy.pth', _use_new_zipfile_serialization=False)
