/** How the work of a job is cut into blocks, and what a task does with one. */
package org.sstem.spark.internal;
