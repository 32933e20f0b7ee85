package dev.confab.transport.session

import dev.confab.transport.model.CustomAttributes
import dev.confab.transport.model.CustomAttributes.Status
import dev.confab.transport.model.MessageId

/**
 * The custom attributes of the guest.
 *
 * @property carrier the message that took them along last; its proof is theirs. Null when they changed since.
 */
internal data class AttributeState(val values: Map<String, String>, val status: Status, val carrier: MessageId?) {
    val shown: CustomAttributes get() = CustomAttributes(values, status)

    companion object {
        val EMPTY = AttributeState(emptyMap(), Status.EMPTY, null)

        fun pending(values: Map<String, String>): AttributeState =
            if (values.isEmpty()) EMPTY else AttributeState(values, Status.PENDING, null)
    }
}
