"""Stacks as NumPy arrays, restored by sstem: python3 sstem_numpy.py CLASSPATH

Arrays have the axes z, y, x and the type uint8, uint16 or float32. What goes in is not copied; what comes out is copied
once, into an array that NumPy has made.
"""
import os
import sys

import jpype
import jpype.imports  # noqa: F401  lets Java's packages be imported
import jpype.nio
import numpy as np


def image(array):
    """An ImgLib2 image over the memory of an array; the array must outlive it."""
    from net.imglib2.img.array import ArrayImgs
    from net.imglib2.img.basictypeaccess.nio import ByteBufferAccess, FloatBufferAccess, ShortBufferAccess
    from java.nio import ByteOrder

    if not array.flags.c_contiguous:
        raise ValueError("the array must be contiguous, z before y before x: numpy.ascontiguousarray makes it so")
    kinds = {
        "uint8": (ByteBufferAccess, ArrayImgs.unsignedBytes),
        "uint16": (ShortBufferAccess, ArrayImgs.unsignedShorts),
        "float32": (FloatBufferAccess, ArrayImgs.floats),
    }
    if array.dtype.name not in kinds:
        raise ValueError("the array must be one of " + ", ".join(kinds) + ", was " + array.dtype.name)
    access, images = kinds[array.dtype.name]
    memory = jpype.nio.convertToDirectBuffer(array.reshape(-1).view(np.uint8)).order(ByteOrder.nativeOrder())
    return images(access(memory, True), jpype.JLong[:](array.shape[::-1]))


def copy(source, array):
    """Fills an array with the pixels of an image of the same type and size."""
    from net.imglib2.util import ImgUtil

    ImgUtil.copy(source, image(array))
    return array


def restore(array, damage):
    """The restored stack, and where each of its pixels comes from."""
    from org.sstem import Restorer

    restoration = Restorer.trainingFree().restore(image(array), damage)
    pixels = copy(restoration.pixels(), np.empty_like(array))
    return pixels, copy(restoration.provenance(), np.empty(array.shape, np.uint8))


def main(classpath):
    # Debian's jpype has its own classes there, that of PyPI finds them by itself
    own = [jar for jar in ["/usr/share/java/org.jpype.jar"] if os.path.exists(jar)]
    jpype.startJVM("-Xmx1g", "-Djava.awt.headless=true", classpath=own + classpath.split(":"), convertStrings=True)
    from java.lang import IllegalArgumentException
    from org.sstem.damage import Damage, DamageDetector, DamageKind, DamagedSection

    # five sections of a pattern that drifts slowly, the third of them missing
    z, y, x = np.mgrid[0:5, 0:128, 0:160]
    stack = (128 + 60 * np.sin(0.21 * x + 0.1 * z) + 50 * np.cos(0.17 * y)).astype(np.uint8)
    true = stack[2].copy()
    stack[2] = 0
    before = stack.copy()

    found = DamageDetector.builder().build().detect(image(stack)).damage()
    print("found:", [(int(entry.z()), str(entry.kind().id())) for entry in found.entries()])

    restored, provenance = restore(stack, Damage.of(DamagedSection(2, DamageKind.MISSING)))
    assert (stack == before).all(), "what goes in is not changed"
    others = [0, 1, 3, 4]
    assert (restored[others] == stack[others]).all()
    assert (provenance[others] == 0).all() and (provenance[2] > 0).all()
    print("mean error of the missing section:", round(float(np.abs(restored[2].astype(float) - true).mean()), 2))

    floats, _ = restore(stack.astype(np.float32), Damage.of(DamagedSection(2, DamageKind.MISSING)))
    assert floats.dtype == np.float32

    # exceptions are Python's
    try:
        restore(stack, Damage.of(DamagedSection(9, DamageKind.FOLD)))
    except IllegalArgumentException as refused:
        print("refused:", refused)
    try:
        image(stack.astype(np.float64))
    except ValueError as refused:
        print("refused:", refused)


if __name__ == "__main__":
    main(sys.argv[1])
