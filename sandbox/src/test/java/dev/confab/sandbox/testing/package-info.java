/** Clients for tests that share no code with the sandbox. */
@NullMarked
package dev.confab.sandbox.testing;

import org.jspecify.annotations.NullMarked;
