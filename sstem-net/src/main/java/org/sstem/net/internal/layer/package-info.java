/** The layers and vertices that DL4J lacks, or has otherwise than PyTorch. */
package org.sstem.net.internal.layer;
