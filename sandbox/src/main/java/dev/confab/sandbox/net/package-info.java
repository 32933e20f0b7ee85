/** Sockets and HTTP as all emulated services use them. */
@NullMarked
package dev.confab.sandbox.net;

import org.jspecify.annotations.NullMarked;
