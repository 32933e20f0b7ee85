@NullMarked
package dev.confab.client;

import org.jspecify.annotations.NullMarked;
