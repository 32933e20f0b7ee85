/** The bytes of files that guests and agents send each other. */
@NullMarked
package dev.confab.sandbox.files;

import org.jspecify.annotations.NullMarked;
