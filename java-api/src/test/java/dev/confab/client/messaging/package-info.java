@NullMarked
package dev.confab.client.messaging;

import org.jspecify.annotations.NullMarked;
