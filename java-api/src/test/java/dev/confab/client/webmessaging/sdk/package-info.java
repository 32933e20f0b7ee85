@NullMarked
package dev.confab.client.webmessaging.sdk;

import org.jspecify.annotations.NullMarked;
