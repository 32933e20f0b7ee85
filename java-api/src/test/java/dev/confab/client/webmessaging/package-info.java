@NullMarked
package dev.confab.client.webmessaging;

import org.jspecify.annotations.NullMarked;
