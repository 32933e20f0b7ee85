/** Genesys Engage chat v3, the nexus service (Engage chat protocol notes §3). */
@NullMarked
package dev.confab.sandbox.nexus;

import org.jspecify.annotations.NullMarked;
