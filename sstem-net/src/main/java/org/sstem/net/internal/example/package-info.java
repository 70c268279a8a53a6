/** What networks learn from: training pairs turned into what goes in and what should come out. */
package org.sstem.net.internal.example;
