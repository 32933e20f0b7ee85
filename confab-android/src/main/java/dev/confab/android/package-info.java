/** What Confab needs of Android: the network, the life of the application, the Keystore, storage and files. */
@NullMarked
package dev.confab.android;

import org.jspecify.annotations.NullMarked;
