@NullMarked
package dev.confab.sample.service;

import org.jspecify.annotations.NullMarked;
