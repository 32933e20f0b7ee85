package dev.confab.transport.backend.webmessaging

import dev.confab.transport.model.FormComponent
import dev.confab.transport.model.FormPage
import dev.confab.transport.model.MessagePart
import dev.confab.transport.net.flag
import dev.confab.transport.net.list
import dev.confab.transport.net.obj
import dev.confab.transport.net.objects
import dev.confab.transport.net.text
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject

/** Forms to fill in, and forms that were filled in: one content type, told apart by `response` (protocol notes §2.5, §2.8). */
internal object FormCodec {
    fun decode(fields: JsonObject): MessagePart = if (isReply(fields)) reply(fields) else form(fields)

    /** A form to fill in may carry an empty list of answers. */
    private fun isReply(fields: JsonObject): Boolean =
        fields["response"] is JsonArray && (fields.list("response").isNotEmpty() || fields.list("formPages").isEmpty())

    private fun form(fields: JsonObject): MessagePart.Form = MessagePart.Form(
        id = fields.text("cannedResponseId"),
        introduction = PickerCodec.prompt(fields.obj("introduction")),
        pages = fields.objects("formPages").map { page ->
            FormPage(page.text("title"), page.text("subtitle"), page.objects("pageComponents").map(::component))
        },
        showSummary = fields.flag("showSummary") ?: false,
        received = PickerCodec.prompt(fields.obj("receivedMessage")),
        reply = PickerCodec.prompt(fields.obj("replyMessage")),
    )

    /** Whether a component of a known type holds what it announces. */
    fun isRead(component: JsonObject): Boolean = component(component) !is FormComponent.Unknown

    private fun component(fields: JsonObject): FormComponent {
        val type = fields.text("formComponentType")
        val read = when (type) {
            "Input" -> fields.obj("input")?.let(::input)

            "DatePicker" -> fields.obj("datePicker")?.let { FormComponent.Date(PickerCodec.date(it)) }

            "ListPicker" -> fields.obj("listPicker")?.let { FormComponent.Choice(PickerCodec.list(it)) }

            "WheelPicker" -> fields.obj("wheelPicker")?.let { wheel ->
                FormComponent.Wheel(wheel.text("id"), wheel.objects("items").mapNotNull(PickerCodec::item))
            }

            else -> null
        }
        return read ?: FormComponent.Unknown(null, type ?: "no formComponentType", fields.toString())
    }

    private fun input(fields: JsonObject): FormComponent = FormComponent.Input
        .Builder(fields.text("id"))
        .title(fields.text("title"))
        .subtitle(fields.text("subtitle"))
        .placeholder(fields.text("placeholderText"))
        .required(fields.flag("isRequired") ?: false)
        .multiLine(fields.flag("isMultipleLine") ?: false)
        .keyboardType(fields.text("keyboardType"))
        .autoCompleteType(fields.text("autoCompleteType"))
        .build()

    private fun reply(fields: JsonObject): MessagePart.FormReply = MessagePart.FormReply(
        formId = fields.text("cannedResponseId"),
        replyTo = fields.text("originatingMessageId"),
        fields = fields.objects("response").mapNotNull { entry ->
            val button = entry.obj("component")?.obj("buttonResponse")
            entry.text("id")?.let { id ->
                val payload = button?.text("payload").orEmpty()
                MessagePart.FormReply.Field(id, button?.text("text") ?: payload, payload)
            }
        },
    )
}
