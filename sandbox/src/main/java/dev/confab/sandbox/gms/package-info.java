/** Genesys Engage chat v2, GMS, over REST and over CometD (Engage chat protocol notes §1, §2). */
@NullMarked
package dev.confab.sandbox.gms;

import org.jspecify.annotations.NullMarked;
