"""Words that make a number the least there is, the most, or about so: what a ledger row and a sentence's check share.

A mark passed on the way (迈上14万亿元新台阶, 跨过2万亿元大关) says that there is no less, not that it is just so much.
"""

from __future__ import annotations

REACHING = "迈上|跨上|站上|跃上|登上|迈过|跨过|跨越|迈入|跨入|跻身"
MARK = "(?:的?新?(?:台阶|大关|关口|门槛)|的?行列)(?![\u4e00-\u9fff])"
EXCEEDING = "超过|超出|突破|冲破|大于|逾"
NEARLY = "接近|逼近|直逼|将近"
ROUGHLY = "大约|大概"
SHORT_OF = "小于|低于|不足|不到"
