/** What is damaged, and where. */
package org.sstem.damage;
