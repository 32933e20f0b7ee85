package dev.confab.transport.backend

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow

/**
 * What a service told of itself beyond [dev.confab.transport.model.Capability] and [dev.confab.transport.model.Limits], in the words of its back end:
 * an application that knows the back end casts it, as to [dev.confab.transport.backend.amm.AmmFeatures].
 */
public interface ServiceFeatures

internal val NO_FEATURES: StateFlow<ServiceFeatures?> = MutableStateFlow<ServiceFeatures?>(null).asStateFlow()
