/** Checkpoints of PyTorch, read as if a stranger had made them: tensors and nothing else. */
package org.sstem.net.internal.checkpoint;
