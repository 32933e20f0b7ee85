package dev.confab.transport.backend.amm

import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.amm.VirtualAmm.Companion.virtually
import dev.confab.transport.backend.amm.VirtualAmm.Way
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.Capability
import dev.confab.transport.model.CapabilityStatus
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.MessagingException
import dev.confab.transport.model.SessionState
import dev.confab.transport.session.CapabilityRules
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.mapNotNull
import kotlinx.coroutines.flow.takeWhile
import kotlinx.coroutines.flow.toList
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** Clients with nothing tuned: every timer and policy is what an application gets that sets none. */
class AmmDefaultsTest {
    private val c1 = ConversationId("c-1")

    private fun file(bytes: Int) = AttachmentSource.ofBytes("notes.bin", ByteArray(bytes) { 7 }, "application/octet-stream")

    @Test
    fun a_session_lives_for_an_hour_over_one_link_and_hears_everything() = virtually {
        using { client, events ->
            client.connect()
            client.conversations.first { it.isNotEmpty() }
            repeat(30) { minute ->
                say("m-${minute + 1}")
                delay(60_000)
                client.send(c1, Draft("answer $minute"))
                delay(60_000)
            }
            val heard = events.filterIsInstance<MessagingEvent.MessageInserted>().map { it.message }.filter {
                it.serverId?.startsWith("m-") ==
                    true
            }
            assertEquals((1..30).map { "m-$it" }, heard.map { it.serverId })
            assertEquals(30, received.size)
            assertEquals(1, asked.count { it == "GET /aem/resources" })
            assertIs<SessionState.Configured>(client.state.value)
        }
    }

    @Test
    fun REL5_more_than_one_list_holds_is_told_in_order_and_whole() = virtually {
        using { client, events ->
            client.connect()
            client.conversations.first { it.isNotEmpty() }
            val ids = (1..50).map { "m-$it" }
            say(*ids.toTypedArray())
            while (events.none { (it as? MessagingEvent.MessageInserted)?.message?.serverId == ids.last() }) delay(100)
            val told = events.filterIsInstance<MessagingEvent.MessageInserted>().mapNotNull { it.message.serverId }
            assertEquals(ids, told.filter { it in ids })
            val conversation = client.conversations.value.single()
            assertEquals(c1, conversation.id)
            assertEquals(listOf("m-0") + ids, conversation.messages.map { it.serverId })
            assertEquals(emptyList(), events.filterIsInstance<MessagingEvent.Error>())
            assertEquals(1, asked.count { it == "GET /aem/resources" })
        }
    }

    @Test
    fun REL1_a_file_that_takes_minutes_is_sent_over_the_link_on_which_it_began() = virtually {
        bytesPerSecond = 32 * 1024
        using { client, _ ->
            client.connect()
            client.conversations.first { it.isNotEmpty() }
            val attached = client.attach(file(4 shl 20))
            val began = now()
            val sent = client.send(c1, Draft("Look").withAttachments(listOf(attached)))
            assertEquals(MessageStatus.Sent, sent.status)
            assertTrue(now() - began > 120_000, "${now() - began}")
            assertEquals(1, received.size)
            assertTrue(received.single() > 4 shl 20)
            assertEquals(1, asked.count { it == "GET /aem/resources" })
        }
    }

    @Test
    fun how_much_of_a_file_has_left_with_its_message_is_told_up_to_its_end() = virtually {
        bytesPerSecond = 64 * 1024
        val size = 3L shl 20
        using { client, events ->
            client.connect()
            client.conversations.first { it.isNotEmpty() }
            val id = AttachmentId("f1")
            val attached = client.attach(id, file(size.toInt()))
            coroutineScope {
                val seen = async {
                    client.draft
                        .mapNotNull { draft -> draft.attachments.firstOrNull { it.id == id } ?: attached.withStatus(AttachmentStatus.Sent) }
                        .takeWhile { it.status != AttachmentStatus.Sent }
                        .mapNotNull { (it.status as? AttachmentStatus.Sending)?.takeIf { status -> status.totalBytes > 0 } }
                        .toList()
                }
                client.send(c1, Draft("Look").withAttachments(listOf(attached)))
                val told = seen.await()
                // The network buffers a megabyte at a time.
                assertTrue(told.size > 2, "${told.size}")
                assertEquals(told.map { it.sentBytes }.sorted(), told.map { it.sentBytes })
                assertEquals(size to size, told.last().sentBytes to told.last().totalBytes)
            }
            val updates = events.filterIsInstance<MessagingEvent.AttachmentUpdated>().map { it.attachment.status }
            val sending = updates.filterIsInstance<AttachmentStatus.Sending>().map { it.sentBytes }
            assertEquals(sending.sorted(), sending)
            assertEquals(size, sending.last())
            assertTrue(sending.size in 3..12, "$sending")
            assertEquals<AttachmentStatus>(AttachmentStatus.Sent, updates.last())
        }
    }

    @Test
    fun REL8_a_file_that_stops_moving_does_not_hold_the_link_for_ever() = virtually {
        using { client, _ ->
            client.connect()
            client.conversations.first { it.isNotEmpty() }
            val attached = client.attach(file(3 shl 20))
            // Sixteen kilobytes in four minutes.
            bytesPerSecond = 64
            coroutineScope {
                val sending = async { client.send(c1, Draft("Look").withAttachments(listOf(attached))) }
                client.state.first { it is SessionState.Reconnecting }
                assertTrue(now() < 120_000, "${now()}")
                bytesPerSecond = Int.MAX_VALUE
                assertEquals(MessageStatus.Sent, sending.await().status)
            }
        }
    }

    @Test
    fun channels_that_open_and_say_nothing_leave_time_for_long_polls() = virtually {
        webSocket = Way.MUTE
        eventStream = Way.MUTE
        using { client, events ->
            assertIs<SessionState.Configured>(client.connect())
            assertEquals(1, asked.count { it == "GET /aem/resources" }, "with the first attempt")
            assertTrue(now() < 30_000, "${now()}")
            assertFalse(client.capability(Capability.SEND_TYPING).allowed)
            client.conversations.first { it.isNotEmpty() }
            say("m-1")
            while (events.none { (it as? MessagingEvent.MessageInserted)?.message?.serverId == "m-1" }) delay(100)
            assertTrue("POST /aem/resources/conversations, held" in asked || "GET /aem/resources/conversations, held" in asked, "$asked")
        }
    }

    @Test
    fun channels_that_were_mute_cost_the_next_link_nothing() = virtually {
        webSocket = Way.MUTE
        eventStream = Way.MUTE
        using { client, _ ->
            client.connect()
            client.disconnect()
            val before = now()
            client.connect()
            assertTrue(now() - before < 5_000, "${now() - before}")
            client.disconnect()
            // The network is another one by now: they get another chance.
            webSocket = Way.SPEAKS
            client.connect()
            assertTrue(client.capability(Capability.SEND_TYPING).allowed)
        }
    }

    @Test
    fun a_service_that_is_slow_and_mute_is_reached_with_the_second_attempt() = virtually {
        webSocket = Way.MUTE
        eventStream = Way.MUTE
        discoveryMillis = 12_000
        using { client, _ ->
            assertIs<SessionState.Configured>(client.connect())
            assertEquals(2, asked.count { it == "GET /aem/resources" })
        }
    }

    @Test
    fun an_event_stream_that_refuses_is_no_reason_to_rest() = virtually {
        webSocket = Way.REFUSES
        using { client, _ ->
            client.connect()
            client.disconnect()
            webSocket = Way.SPEAKS
            client.connect()
            assertTrue(client.capability(Capability.SEND_TYPING).allowed)
        }
    }

    @Test
    fun what_can_be_done_changes_with_its_reason_for_service_conversation_message_and_attachment() = virtually {
        using { client, _ ->
            val can = { status: CapabilityStatus? -> if (status == null) "none" else status.reason ?: "allowed" }
            val inside = { which: Capability -> client.conversations.map { can(it.singleOrNull()?.capability(which)) } }
            val validating = watch(client.capabilities.map { can(it[Capability.VALIDATE_ADDRESSES]) })
            val attaching = watch(client.capabilities.map { can(it[Capability.SEND_ATTACHMENTS]) })
            val leaving = watch(inside(Capability.LEAVE_CONVERSATION))
            val answering = watch(inside(Capability.REPLY_TO))
            val carrying = watch(inside(Capability.SEND_ATTACHMENTS))
            client.connect()
            client.conversations.first { it.isNotEmpty() }
            assertEquals(true, client.attachmentProfile?.richContentAllowed)
            resources = resources.replace("\"validateAddresses\"", "\"unknown\"").replace("\"richContent\":true", "\"richContent\":false")
            cut()
            client.state.first { it is SessionState.Reconnecting }
            client.state.first { it is SessionState.Configured }
            client.capabilities.first { it.getValue(Capability.RETRIEVE_CONVERSATIONS).allowed }
            assertEquals(false, client.attachmentProfile?.richContentAllowed)
            client.leaveConversation(c1)
            client.disconnect()
            val away = CapabilityRules.NOT_CONNECTED
            assertEquals(listOf(away, "allowed", away, "The server does not validate addresses."), validating)
            assertEquals(listOf(away, "allowed", away), attaching)
            assertEquals(listOf("none", "allowed", away, "allowed", "The conversation is being left.", "none"), leaving)
            assertEquals(listOf("none", "allowed", "The conversation c-1 is being left.", "none"), answering)
            assertEquals(answering, carrying)
        }
    }

    @Test
    fun SEC6_a_service_that_takes_no_rich_content_is_not_offered_any() = virtually {
        resources = resources.replace("\"richContent\":true", "\"richContent\":false")
        using { client, _ ->
            client.connect()
            client.conversations.first { it.isNotEmpty() }
            assertEquals(false to false, client.limits.richContentAllowed to client.attachmentProfile?.richContentAllowed)
            val png = byteArrayOf(0x89.toByte(), 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1)
            val photo = AttachmentSource.ofBytes("photo.png", png, "image/png")
            val refused = assertFailsWith<MessagingException> { client.attach(photo) }
            assertEquals(ErrorCode.FILE_TYPE_INVALID, refused.code)
            assertTrue("photo.png" in refused.message.orEmpty(), refused.message)
            assertEquals(emptyList(), client.draft.value.attachments)
            val notes = client.attach(file(10))
            assertEquals(MessageStatus.Sent, client.send(c1, Draft("Notes").withAttachments(listOf(notes))).status)
        }
    }

    @Test
    fun a_file_needs_no_ending_here() = virtually {
        using { client, _ ->
            client.connect()
            client.conversations.first { it.isNotEmpty() }
            val attached = client.attach(AttachmentSource.ofBytes("README", "Read me".encodeToByteArray()))
            assertEquals("README" to "application/octet-stream", attached.fileName to attached.contentType)
            assertEquals(MessageStatus.Sent, client.send(c1, Draft("Look").withAttachments(listOf(attached))).status)
        }
    }

    /** Answers when the test lets it. */
    private class Typist : CredentialProvider {
        val replies = ArrayList<CredentialReply>()

        override fun onChallenge(challenge: CredentialChallenge, reply: CredentialReply) {
            replies += reply
        }
    }

    @Test
    fun who_types_a_password_for_minutes_is_waited_for() = virtually {
        val typist = Typist()
        using(options = { credentials(typist) }) { client, _ ->
            coroutineScope {
                val connecting = async { client.connect() }
                delay(300_000)
                assertEquals(SessionState.Connecting, client.state.value)
                assertEquals(1, typist.replies.size)
                typist.replies.single().answer(UserCredential.password("alice", "s3cret-canary"))
                assertIs<SessionState.Configured>(connecting.await())
                assertEquals(1, asked.count { it == "GET /aem/resources" })
            }
        }
    }

    /** A dialog that blocks: virtual time goes on while it is open. */
    private class Dialog(private val open: () -> Unit) : CredentialProvider {
        var count = 0

        override fun onChallenge(challenge: CredentialChallenge, reply: CredentialReply) {
            count++
            open()
            reply.answer(UserCredential.password("alice", "s3cret-canary"))
        }
    }

    @Test
    fun who_types_it_into_a_dialog_that_blocks_is_waited_for() = virtually {
        val dialog = Dialog { pass(300_000) }
        using(options = { credentials(dialog) }) { client, _ ->
            assertIs<SessionState.Configured>(client.connect())
            assertEquals(300_000, now())
            assertEquals(1 to 1, dialog.count to asked.count { it == "GET /aem/resources" })
        }
    }

    @Test
    fun a_health_check_brings_what_no_hint_told() = virtually {
        using { client, events ->
            client.connect()
            client.conversations.first { it.isNotEmpty() }
            hints = false
            say("m-1")
            client.healthCheck()
            while (events.none { (it as? MessagingEvent.MessageInserted)?.message?.serverId == "m-1" }) delay(100)
            assertTrue(now() < 1_000, "${now()}")
        }
    }

    @Test
    fun who_never_types_it_is_not_waited_for_for_ever() = virtually {
        val typist = Typist()
        using(options = { credentials(typist) }) { client, _ ->
            assertEquals(ErrorCode.AUTH_FAILED, assertFailsWith<MessagingException> { client.connect() }.code)
            assertEquals(600_000, now())
            assertEquals(1, typist.replies.size)
        }
    }

    @Test
    fun the_time_after_the_question_counts_as_ever() = virtually {
        val typist = Typist()
        discoveryMillis = 10_000_000
        using(options = { credentials(typist).requestTimeout(1_000_000) }) { client, _ ->
            coroutineScope {
                val connecting = async { assertFailsWith<MessagingException> { client.connect() } }
                delay(100_000)
                typist.replies.single().answer(UserCredential.password("alice", "s3cret-canary"))
                assertEquals(ErrorCode.OPEN_TIMEOUT, connecting.await().code)
                assertTrue(now() in 190_000..200_000, "${now()}")
            }
        }
    }
}
