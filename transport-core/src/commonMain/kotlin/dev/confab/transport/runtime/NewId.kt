package dev.confab.transport.runtime

import kotlin.uuid.ExperimentalUuidApi
import kotlin.uuid.Uuid

/** A random id that was never used. */
@OptIn(ExperimentalUuidApi::class)
internal fun newId(): String = Uuid.random().toString()
