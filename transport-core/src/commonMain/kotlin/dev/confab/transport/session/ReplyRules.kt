package dev.confab.transport.session

import dev.confab.transport.model.Conversation
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FormComponent
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessagePart
import dev.confab.transport.model.MessagePart.ButtonReply
import dev.confab.transport.model.Reply
import dev.confab.transport.session.CapabilityRules.Refusal
import kotlin.time.Instant

/**
 * Refuses a reply that cannot be meant: one that is incomplete, or that chooses what the answered message does not offer. A message that the
 * conversation does not hold (any more) cannot be compared with, and the service decides.
 */
internal object ReplyRules {
    fun refusal(conversation: Conversation, draft: Draft): Refusal? {
        val reply = draft.reply ?: return null
        if (draft.text.isNotEmpty()) return refused("A reply has its own words: send the text as a message of its own.")
        return incomplete(reply) ?: conversation.find(reply.to)?.let { notOffered(it, reply) }
    }

    private fun incomplete(reply: Reply): Refusal? = when (reply) {
        is Reply.QuickReply -> blank("The quick reply", reply, reply.text, reply.payload)

        is Reply.CardAction -> blank("The card action", reply, reply.text, reply.payload)

        is Reply.DateChoice -> blank("The date", reply, reply.label, reply.dateTime)

        is Reply.ListChoice ->
            if (reply.items.isEmpty()) {
                refused("The answer to list ${reply.to} chooses nothing: add the items that were chosen.")
            } else {
                reply.items.firstNotNullOfOrNull { blank("An item", reply, it.title, it.id) }
            }

        is Reply.FormAnswer ->
            when {
                reply.formId.isEmpty() -> refused(
                    "The answer to form ${reply.to} does not name the form: give it the id that the form has.",
                )

                else -> reply.fields.firstOrNull { it.id.isEmpty() }?.let { refused("A field of form ${reply.to} has no id.") }
            }
    }

    private fun blank(what: String, reply: Reply, text: String, payload: String): Refusal? = when {
        payload.isEmpty() -> refused("$what for message ${reply.to} has an empty payload: take it as the message offers it.")
        text.isEmpty() -> refused("$what for message ${reply.to} has no text: give it the one that the guest saw.")
        else -> null
    }

    private fun notOffered(asked: Message, reply: Reply): Refusal? = when (reply) {
        is Reply.QuickReply -> {
            val offered = asked.parts.filterIsInstance<MessagePart.QuickReplies>().flatMap { it.replies }.map { it.payload }
            notAmong(offered + buttons(asked, ButtonReply.Kind.QUICK_REPLY), reply.payload, "quick reply", asked)
        }

        is Reply.CardAction -> {
            val cards = asked.parts.filterIsInstance<MessagePart.Card>() +
                asked.parts.filterIsInstance<MessagePart.Carousel>().flatMap { it.cards }
            val offered = cards.flatMap { it.actions + listOfNotNull(it.defaultAction) }
                .filterIsInstance<dev.confab.transport.model.CardAction.Postback>()
                .map { it.payload }
            notAmong(offered + buttons(asked, ButtonReply.Kind.CARD_ACTION), reply.payload, "card button that sends something", asked)
        }

        is Reply.DateChoice -> date(asked, reply)

        is Reply.ListChoice -> list(asked, reply)

        is Reply.FormAnswer -> form(asked, reply)
    }

    private fun buttons(asked: Message, kind: ButtonReply.Kind): List<String> =
        asked.parts.filterIsInstance<ButtonReply>().filter { it.kind == kind }.mapNotNull { it.payload }

    private fun notAmong(offered: List<String>, payload: String, what: String, asked: Message): Refusal? = when {
        offered.isEmpty() -> refused("Message ${asked.id} offers no $what: name the message that does.")
        payload in offered -> null
        else -> refused("Message ${asked.id} offers no such $what: choose one of its ${offered.size}.")
    }

    private fun date(asked: Message, reply: Reply.DateChoice): Refusal? {
        val pickers = asked.parts.filterIsInstance<MessagePart.DatePicker>()
        if (pickers.isEmpty()) return refused("Message ${asked.id} holds no date picker: name the message that does.")
        val chosen = Instant.parseOrNull(reply.dateTime)
        val fits = pickers.any { picker ->
            if (picker.times.isEmpty()) isBetween(chosen, picker) else picker.times.any { it.isMeant(reply.dateTime, chosen) }
        }
        return if (fits) null else refused("Message ${asked.id} does not offer this date: choose one that its date picker allows.")
    }

    private fun dev.confab.transport.model.TimeSlot.isMeant(dateTime: String, chosen: Instant?): Boolean =
        this.dateTime == dateTime || (chosen != null && startMillis == chosen.toEpochMilliseconds())

    /** What cannot be compared is left to the service. */
    private fun isBetween(chosen: Instant?, picker: MessagePart.DatePicker): Boolean {
        if (chosen == null) return true
        val earliest = picker.minimum?.let(Instant::parseOrNull)
        val latest = picker.maximum?.let(Instant::parseOrNull)
        return (earliest == null || chosen >= earliest) && (latest == null || chosen <= latest)
    }

    private fun list(asked: Message, reply: Reply.ListChoice): Refusal? {
        val sections = asked.parts.filterIsInstance<MessagePart.ListPicker>().flatMap { it.sections }
        if (sections.isEmpty()) return refused("Message ${asked.id} holds no list to choose from: name the message that does.")
        val chosen = reply.items.map { it.id }
        val offered = sections.flatMap { section -> section.items.map { it.id } }
        chosen.firstOrNull { it !in offered }?.let {
            return refused("Item $it is not in the list of message ${asked.id}: choose from its ${offered.size} items.")
        }
        if (chosen.toSet().size < chosen.size) return refused("The answer to list ${asked.id} holds an item twice: name each once.")
        val crowded = sections.any { section -> !section.multipleSelection && section.items.count { it.id in chosen } > 1 }
        return if (crowded) refused("A section of the list in message ${asked.id} allows one item only: choose one.") else null
    }

    private fun form(asked: Message, reply: Reply.FormAnswer): Refusal? {
        val forms = asked.parts.filterIsInstance<MessagePart.Form>()
        if (forms.isEmpty()) return refused("Message ${asked.id} holds no form: name the message that does.")
        val form = forms.firstOrNull { it.id == null || it.id == reply.formId }
            ?: return refused("Message ${asked.id} does not hold form ${reply.formId}: give the id that its form has.")
        val components = form.pages.flatMap { it.components }
        val known = components.map { it.id }
        val stray = reply.fields.firstOrNull { it.id !in known && null !in known }
        if (stray != null) return refused("Form ${reply.formId} has no component ${stray.id}: answer those that its pages hold.")
        val open = components.filterIsInstance<FormComponent.Input>().firstOrNull { input ->
            input.required && reply.fields.none { it.id == input.id && it.payload.isNotEmpty() }
        }
        return open?.let { refused("Form ${reply.formId} needs an answer to ${it.id}: fill it in.") }
    }

    private fun refused(reason: String) = Refusal(ErrorCode.INVALID_ARGUMENT, reason)
}
