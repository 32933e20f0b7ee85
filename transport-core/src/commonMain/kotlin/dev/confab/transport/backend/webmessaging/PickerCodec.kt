package dev.confab.transport.backend.webmessaging

import dev.confab.transport.model.ListSection
import dev.confab.transport.model.MessagePart
import dev.confab.transport.model.Prompt
import dev.confab.transport.model.TimeSlot
import dev.confab.transport.net.Timestamps
import dev.confab.transport.net.flag
import dev.confab.transport.net.number
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonObject

/** Date pickers and list pickers, alone and inside forms (protocol notes §2.8). */
internal object PickerCodec {
    fun date(fields: JsonObject): MessagePart.DatePicker = MessagePart.DatePicker(
        id = fields.text("id"),
        title = fields.text("title"),
        subtitle = fields.text("subtitle"),
        image = fields.link("imageUrl"),
        minimum = fields.text("dateMinimum"),
        maximum = fields.text("dateMaximum"),
        times = fields.objects("availableTimes").mapNotNull(::time),
    )

    private fun time(fields: JsonObject): TimeSlot? {
        val dateTime = fields.text("dateTime") ?: return null
        return TimeSlot(dateTime, Timestamps.millis(dateTime), fields.number("duration"))
    }

    fun list(fields: JsonObject): MessagePart.ListPicker = MessagePart.ListPicker(
        id = fields.text("id"),
        sections = fields.objects("sections").map(::section),
        received = prompt(fields.obj("receivedMessage")),
        reply = prompt(fields.obj("replyMessage")),
    )

    private fun section(fields: JsonObject): ListSection = ListSection(
        fields.text("title"),
        fields.flag("multipleSelection") ?: false,
        fields.objects("items").mapNotNull(::item),
    )

    /** Of a list and of a wheel; without an id it cannot be chosen. */
    fun item(fields: JsonObject): ListSection.Item? {
        val id = fields.text("id") ?: return null
        return ListSection.Item(id, fields.text("title"), fields.text("subtitle"), fields.link("imageUrl"), fields.text("value"))
    }

    fun prompt(fields: JsonObject?): Prompt? = fields?.let {
        Prompt(
            header = it.text("header"),
            title = it.text("title"),
            subtitle = it.text("subtitle"),
            // The introduction of a form has another name for it.
            buttonLabel = it.text("buttonLabel") ?: it.text("buttonText"),
            image = it.link("imageUrl"),
        )
    }
}
