/** Folds by the published law: their course, what it displaces, and the flows that fold and unfold. */
package org.sstem.internal.fold.law;
