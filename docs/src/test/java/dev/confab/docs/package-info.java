/** Tests of the pages and of rules that hold for the whole source tree. */
@NullMarked
package dev.confab.docs;

import org.jspecify.annotations.NullMarked;
