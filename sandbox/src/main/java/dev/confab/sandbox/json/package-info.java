/** JSON with bounds, as everything that is parsed here comes from the network. */
@NullMarked
package dev.confab.sandbox.json;

import org.jspecify.annotations.NullMarked;
