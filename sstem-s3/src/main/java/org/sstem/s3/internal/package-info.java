/** Stores in object storage: how they are read, and how they are brought there. */
package org.sstem.s3.internal;
