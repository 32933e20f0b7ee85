package dev.confab.transport.backend.amm

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.testing.runFileTest
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNull

@OptIn(ExperimentalCoroutinesApi::class)
class AmmTypingTest {
    private class Recorded(private val scope: TestScope) : AmmChannel {
        override val kind = AmmChannel.Kind.WEB_SOCKET
        val told = ArrayList<String>()
        var broken = false

        override suspend fun receive(millis: Long, alive: () -> Unit): AmmFrame? = error("not read")

        override suspend fun send(command: String) {
            if (broken) throw AmmChannel.lost("was cut")
            val (name, body) = Json.parseToJsonElement(command).jsonObject.entries.single()
            val entries = body.jsonObject.getValue(if (name == "notify") "notifications" else "resources").jsonArray.map { it.jsonObject }
            val ids = entries.joinToString { it.getValue("resource").jsonPrimitive.content.substringAfterLast('/') }
            val state = entries.first()["contents"]?.jsonObject?.getValue("state")?.jsonPrimitive?.content
            told += listOfNotNull("${scope.currentTime}", name, state, ids).joinToString(" ")
        }

        override suspend fun close() = Unit

        override fun abandon() = Unit
    }

    private val mapping = AmmMapping("alice@example.com")
    private val roster = AmmRoster(mapping)

    private fun typing(scope: TestScope, channel: AmmChannel) =
        AmmTyping(channel, FakeAmm(scope).calls(), roster, mapping, AmmTimers(), scope.backgroundScope)

    @Test
    fun it_is_told_once_in_five_seconds_and_taken_back_after_fifteen_without_a_key() = runFileTest {
        val channel = Recorded(this)
        val typing = typing(this, channel)
        repeat(8) {
            typing.indicated("c-1", isTyping = true)
            advanceTimeBy(1_000)
            runCurrent()
        }
        advanceTimeBy(60_000)
        assertEquals(
            listOf("0 subscribe c-1", "0 notify composing c-1", "5000 notify composing c-1", "22000 notify paused c-1"),
            channel.told,
        )
    }

    @Test
    fun conversations_do_not_share_the_five_seconds_and_stopping_is_told_once() = runFileTest {
        val channel = Recorded(this)
        val typing = typing(this, channel)
        typing.indicated("c-1", isTyping = true)
        typing.indicated("c-2", isTyping = true)
        repeat(2) { typing.indicated("c-1", isTyping = false) }
        typing.stopped("c-3")
        advanceTimeBy(10_000)
        runCurrent()
        assertEquals(
            listOf("subscribe c-1", "notify composing c-1", "subscribe c-2", "notify composing c-2", "notify paused c-1"),
            channel.told.map { it.substringAfter(' ') },
        )
    }

    @Test
    fun only_the_latest_conversations_are_listened_to() = runFileTest {
        val channel = Recorded(this)
        val typing = typing(this, channel)
        typing.follow((1..AmmTyping.MAX_SUBSCRIBED).map { "c-$it" })
        typing.follow(listOf("c-1"))
        typing.follow(listOf("c-new"))
        assertEquals(listOf("0 unsubscribe c-2", "0 subscribe c-new"), channel.told.drop(1))
    }

    @Test
    fun a_broken_channel_is_nothing_for_who_types() = runFileTest {
        val channel = Recorded(this).apply { broken = true }
        typing(this, channel).indicated("c-1", isTyping = true)
        assertEquals(emptyList(), channel.told)
    }

    @Test
    fun of_others_it_is_heard_with_the_time_to_show_it_and_of_oneself_not() = runFileTest {
        val typing = typing(this, Recorded(this))
        val listed = AmmCodec.conversation(Json.parseToJsonElement(FakeAmm.conversation("c-1", FakeAmm.entry("m-1"))).jsonObject)
        roster.told(checkNotNull(listed))
        fun state(address: String, composing: Boolean, id: String = "c-1") =
            AmmFrame.ChatState("${FakeAmm.BASE}/c/$id", address, composing, "typing", null)
        val heard = assertIs<LinkEvent.Typing>(typing.heard(state("bob@example.com", composing = true)))
        assertEquals(
            "c-1 true 60000 bob@example.com",
            "${heard.conversation} ${heard.typing} ${heard.durationMillis} ${heard.from?.address}",
        )
        val stopped = assertIs<LinkEvent.Typing>(typing.heard(state("bob@example.com", composing = false)))
        assertEquals(false to 0L, stopped.typing to stopped.durationMillis)
        assertNull(typing.heard(state("Alice@example.com", composing = true)))
        assertNull(typing.heard(state("bob@example.com", composing = true, id = "c-9")))
    }
}
